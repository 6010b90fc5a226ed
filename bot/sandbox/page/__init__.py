"""The page in front of the local workspace: what a person sees of it in a browser."""
