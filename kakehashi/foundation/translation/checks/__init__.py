"""What a machine can see wrong in a text before a person checks it: one small module a check, all run by `running`."""
