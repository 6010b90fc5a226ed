"""What supervisors do with a case that has reached them."""
