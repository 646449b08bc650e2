//! Time that passes on a simulated router at once, in place of a pause.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use simulator::Simulator;

/// A pause in which the router's clock goes on and nobody waits.
pub fn passing(
    simulator: &Simulator,
) -> impl Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + '_ {
    move |time| {
        simulator.advance(time);
        Box::pin(std::future::ready(()))
    }
}

/// The same, with a line that is dead until so much time has passed: then the simulator's faults are over.
pub fn dead_for(
    simulator: &Simulator,
    time: Duration,
) -> impl Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync + '_ {
    let back = simulator.with_device(|device| device.uptime()) + time;
    move |time| {
        simulator.advance(time);
        if simulator.with_device(|device| device.uptime()) >= back {
            simulator.set_faults(simulator::Faults::none());
        }
        Box::pin(std::future::ready(()))
    }
}
