"""The log as a Merkle tree (RFC 6962) with signed checkpoints: leaves, proofs, notes.

Computed from bytes, without a database; only `keyfile` and `witness` keep something on disk.
`docs/reference/audit-format.md` says of every byte what it means, for whoever writes a verifier of their own.
"""
