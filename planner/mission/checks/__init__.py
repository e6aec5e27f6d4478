"""What is checked of a mission's input before anything is planned: everything wrong, at once."""
