"""What goes over the wire, as marshmallow schemas: the arguments that are read and the answers given."""
