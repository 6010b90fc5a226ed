"""What is printed, drawn or handed over: view state in, document out; pure functions."""
