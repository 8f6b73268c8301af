//! Has the binary rebuilt when the site or the migrations that it carries have changed.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=migrations");
    if std::env::var_os("CARGO_FEATURE_EMBED").is_some()
        || std::env::var("PROFILE").is_ok_and(|profile| profile == "release")
    {
        println!("cargo::rerun-if-changed=../target/site");
    }
}
