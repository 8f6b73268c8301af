//! The device that this crate's tests run on.

use crate::device::{Choice, choose};
use burn::tensor::Device;
use std::sync::OnceLock;

/// The processor; or, where the variable `EFFIGY_TEST_DEVICE` is `gpu`, the graphics device (be it software), so that
/// the same tests judge both.
pub fn device() -> Device {
    static DEVICE: OnceLock<Device> = OnceLock::new();
    let choice = if is_gpu() { Choice::Gpu } else { Choice::Cpu };
    DEVICE.get_or_init(|| choose(choice).expect("the device that the tests were told to use").device().clone()).clone()
}

/// Whether the tests run on a graphics device, whose sums are rounded in another order.
pub fn is_gpu() -> bool {
    std::env::var("EFFIGY_TEST_DEVICE").is_ok_and(|device| device == "gpu")
}
