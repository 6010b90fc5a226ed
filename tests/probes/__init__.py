"""Eight things that bots of this kind are known to get wrong, each as one test."""
