"""What an object is: fields, canonical form, identity, schema. Pure: touches no disk."""
