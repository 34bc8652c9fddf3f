"""What each pending migration would do, by running it on a scratch copy of production."""
