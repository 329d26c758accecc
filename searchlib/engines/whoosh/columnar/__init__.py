"""The columnar engine: arrays on disk, evaluated without Whoosh."""
