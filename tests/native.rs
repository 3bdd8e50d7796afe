//! Native tests: one binary, a module a subject. Each test's name is the question it asks.

#[path = "native/allocation.rs"]
mod allocation;
#[path = "native/bundle.rs"]
mod bundle;
#[path = "native/checkpoint.rs"]
mod checkpoint;
// Signals and pipes as Unix has them.
#[cfg(all(unix, feature = "cli"))]
#[path = "native/cli.rs"]
mod cli;
#[path = "native/conv.rs"]
mod conv;
#[path = "native/conv_models.rs"]
mod conv_models;
#[path = "native/digits8x8.rs"]
mod digits8x8;
#[cfg(feature = "import")]
#[path = "native/drawn.rs"]
mod drawn;
#[path = "native/features.rs"]
mod features;
#[path = "native/foreign.rs"]
mod foreign;
#[path = "native/golden.rs"]
mod golden;
#[path = "native/gradient.rs"]
mod gradient;
#[path = "native/held_out.rs"]
mod held_out;
#[path = "native/hostile.rs"]
mod hostile;
#[cfg(feature = "import")]
#[path = "native/import.rs"]
mod import;
#[path = "native/init.rs"]
mod init;
#[path = "native/kl.rs"]
mod kl;
#[path = "native/learning.rs"]
mod learning;
#[path = "native/look.rs"]
mod look;
#[path = "native/mnist.rs"]
mod mnist;
#[path = "native/objectives.rs"]
mod objectives;
#[path = "native/one_image.rs"]
mod one_image;
#[path = "native/pinned.rs"]
mod pinned;
#[path = "pinned.rs"]
mod pinned_values;
#[path = "native/session.rs"]
mod session;
#[path = "native/support.rs"]
mod support;
#[path = "native/tidy.rs"]
mod tidy;
#[path = "native/weights.rs"]
mod weights;
