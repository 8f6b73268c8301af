//! The device that computes, and why it was chosen.

use burn::tensor::Device;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

/// The requested device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    /// A graphics card that works, otherwise the processor.
    #[default]
    Auto,
    /// The processor.
    Cpu,
    /// A graphics device, even a software one; an error if there is none.
    Gpu,
}

/// The kinds of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Burn's Flex backend on the processor.
    Cpu,
    /// Burn's wgpu backend: Vulkan, Metal or DX12.
    Gpu,
}

/// The device that computes.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its kind.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Why it was chosen, in a sentence.
    pub reason: String,
    device: Device,
}

impl Chosen {
    /// The processor, for the given reason.
    pub fn cpu(reason: &str) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            kind: Kind::Cpu,
            name: format!("processor, {threads} threads"),
            reason: reason.into(),
            device: Device::flex(),
        }
    }

    /// The device for plain tensors; call `.autodiff()` on it where gradients are wanted.
    pub fn device(&self) -> &Device {
        &self.device
    }
}

/// No usable graphics device, in one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no graphics device can be used: {0}; choose the device \"cpu\" or \"auto\", or repair the driver")]
pub struct DeviceError(pub String);

/// Chooses the device. A graphics device is trusted only once it has summed a small tensor correctly.
///
/// # Errors
/// If [`Choice::Gpu`] was requested and none works.
pub fn choose(choice: Choice) -> Result<Chosen, DeviceError> {
    match choice {
        Choice::Cpu => Ok(Chosen::cpu("The processor was asked for.")),
        Choice::Gpu => probe().map(|gpu| gpu.chosen("A graphics device was asked for.")).map_err(DeviceError),
        Choice::Auto => Ok(match probe() {
            Ok(gpu) if gpu.hardware => gpu.chosen("A graphics card was found, and it works."),
            Ok(gpu) => Chosen::cpu(&format!("{} is software: the processor itself is faster.", gpu.name)),
            Err(why) => Chosen::cpu(&format!("No graphics card can be used: {why}.")),
        }),
    }
}

struct Gpu {
    name: String,
    hardware: bool,
    device: Device,
}

impl Gpu {
    fn chosen(self, reason: &str) -> Chosen {
        Chosen { kind: Kind::Gpu, name: self.name, reason: reason.into(), device: self.device }
    }
}

/// A broken driver may panic or hang in its own code, so it is tried on a thread that is abandoned after a minute.
fn probe() -> Result<Gpu, String> {
    let (answer, answers) = mpsc::channel();
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    std::thread::spawn(move || {
        let found = catch_unwind(AssertUnwindSafe(try_gpu)).unwrap_or_else(|panic| Err(first_line(panic.as_ref())));
        // After the minute, nobody listens any more.
        let _ = answer.send(found);
    });
    let found = answers.recv_timeout(Duration::from_secs(60));
    std::panic::set_hook(hook);
    found.unwrap_or_else(|_| Err("the graphics driver did not answer within a minute".into()))
}

#[cfg(not(feature = "gpu"))]
fn try_gpu() -> Result<Gpu, String> {
    Err("this program was built without graphics cards (make run GPU=1 builds them in)".into())
}

#[cfg(feature = "gpu")]
fn try_gpu() -> Result<Gpu, String> {
    use burn::tensor::{DeviceType, Tensor};
    let device = Device::enumerate(DeviceType::Wgpu).into_iter().next().ok_or("the system offers none")?;
    let identity = device.identity().ok_or("the device does not name itself")?;
    let sum: f32 = Tensor::<2>::ones([8, 8], &device).matmul(Tensor::ones([8, 8], &device)).sum().into_scalar();
    if sum != 512.0 {
        return Err(format!("{} computes wrongly", identity.name));
    }
    Ok(Gpu { name: identity.name, hardware: identity.physical.is_some(), device })
}

fn first_line(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.and_then(|text| text.lines().next()).unwrap_or("the graphics driver failed").trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_is_always_available_and_auto_never_fails() {
        assert_eq!(choose(Choice::Cpu).map(|chosen| chosen.kind), Ok(Kind::Cpu));
        let chosen = choose(Choice::Auto).expect("auto falls back to the processor");
        assert!(!chosen.reason.is_empty() && !chosen.reason.contains('\n'), "{}", chosen.reason);
    }
}
