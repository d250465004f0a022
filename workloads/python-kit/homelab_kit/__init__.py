"""What each of our programs in Python begins with, so that they behave as the ones in TypeScript do."""
