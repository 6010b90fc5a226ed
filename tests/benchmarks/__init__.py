"""What our answers cost beside what they stand on. Run by `make bench`."""
