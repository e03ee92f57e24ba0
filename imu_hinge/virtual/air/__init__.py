"""The virtual radio: controllers, sensors and a bleak backend on it. The only importer of bumble."""
