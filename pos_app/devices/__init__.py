"""The things around the till: a Protocol each, its real driver, and one kept in memory."""
