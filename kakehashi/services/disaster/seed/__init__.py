"""What every installation of the service starts from; each part may be loaded again at any time."""
