// MeshCertificates
