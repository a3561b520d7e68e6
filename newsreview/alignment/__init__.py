"""Where the words of one text stand in another that was made from it: pure, no Django."""
