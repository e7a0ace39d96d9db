"""Messages of the Meteorological Agency (防災情報XML): bytes to what they say, and to a draft. Knows no models."""
