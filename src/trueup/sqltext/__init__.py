"""Split, locate, quote, rewrite: pure functions over text and trees."""
