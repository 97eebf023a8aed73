"""Controls that two views or more share."""
