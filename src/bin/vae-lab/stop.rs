//! Ctrl-C and a polite kill. The first is a wish, which the run looks for between two slices; the second ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Whether a run is to stop, and by which signal.
#[derive(Clone, Default)]
pub struct Stop(Arc<AtomicU8>);

impl Stop {
    /// Listens from now on. Where there are no such signals, or no listening to them, they end the process as ever.
    pub fn listen() -> Stop {
        let stop = Stop::default();
        stop.clone().spawn();
        stop
    }

    /// The number of the signal that came.
    pub fn asked(&self) -> Option<u8> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&signal| signal != 0)
    }

    #[cfg(unix)]
    fn spawn(self) {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
        std::thread::spawn(move || {
            for signal in signals.forever() {
                if self.0.swap(signal as u8, Ordering::Relaxed) != 0 {
                    crate::target::abandon(128 + signal);
                }
                crate::output::note("stopping after the present step; a second time stops at once");
            }
        });
    }

    #[cfg(not(unix))]
    fn spawn(self) {}
}
