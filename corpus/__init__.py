"""What a plan is: reading a file into a Plan, its deadlines, and the store that keeps it."""
