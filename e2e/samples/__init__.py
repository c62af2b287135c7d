"""What the browser tests look at: small classes for every kind of experiment, and the server that shows them."""
