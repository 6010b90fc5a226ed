"""What the company does about harassment, in plain Python."""
