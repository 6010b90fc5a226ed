"""What people see: one module for each message and modal, each a pure function of a view state."""
