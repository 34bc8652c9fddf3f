"""Policies, functions and triggers that can never do what they are for."""
