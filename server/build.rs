//! Has the binary rebuilt when the site that it carries has changed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_some()
        || std::env::var("PROFILE").is_ok_and(|profile| profile == "release")
    {
        println!("cargo::rerun-if-changed=../target/site");
    }
}
