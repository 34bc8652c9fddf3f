"""From changes and findings to ordered, executable steps; talks to no server."""
