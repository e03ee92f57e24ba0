"""The radio: one adapter, supervised links, and the source of inputs they make. The only importer of bleak."""
