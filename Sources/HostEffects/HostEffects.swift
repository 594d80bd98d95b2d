// HostEffects
