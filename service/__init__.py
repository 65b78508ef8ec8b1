"""On Record: finds quotes in news, who said them and where they stand, and serves them over HTTP."""
