"""What the shop hands out on paper or as a file; no Qt, no database."""
