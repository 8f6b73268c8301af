//! stub
use super::results::Records;
use app::wire::study::results::StudyResults;
/// stub
pub fn answers_csv(_: &Records, _: &StudyResults) -> String {
    String::new()
}
/// stub
pub fn dictionary_csv() -> String {
    String::new()
}
/// stub
pub fn json(_: &Records, _: &StudyResults) -> anyhow::Result<String> {
    Ok(String::new())
}
/// stub
pub fn methods(_: &Records, _: &StudyResults) -> String {
    String::new()
}
