"""The words of the program: arrays, inputs, events, errors. Imports nothing of ours."""
