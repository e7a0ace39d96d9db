"""Paper: sheets, kits and cards as PDF; facilities as CSV."""
