"""Export and delete all stored data of one person, across all apps."""
