// Small experiments on drawn people, for stories in which the figures do not matter.

/** Over in seconds. */
export function quick(changes = {}) {
  return {
    name: "Quick",
    seed: 3,
    device: "cpu",
    faces: { synthetic: { identities: 6, images: 6, public: 8, seed: 3 }, min_images: 4 },
    split: { targets: 2, target_others: 2, evaluation_others: 2, held_out_images: 2 },
    training: { epochs: 1, batch_size: 8 },
    attack: { preset: "fast", clones: 3, seed_faces: 4, max_steps: 8, snapshot_every: 2 },
    ...changes,
  };
}

/** Attacks for as long as a test needs: it must be stopped. */
export function endless() {
  const config = quick({ name: "Endless" });
  config.attack = { ...config.attack, max_steps: 100_000, stop_score: 2, snapshot_every: 5 };
  return config;
}
