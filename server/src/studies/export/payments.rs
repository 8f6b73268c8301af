//! Who is to be paid.

use super::words::time;
use crate::csv::{self, Cell};
use crate::store::studies::PaymentRow;

/// One line per participant: the completion code that they were shown, the recruiting service's ids while they are
/// kept, and the researcher's decision. For payment; it holds no answer.
pub fn payments_csv(payments: &[PaymentRow]) -> String {
    let head = [
        "rater",
        "service_participant",
        "service_study",
        "service_session",
        "completion_code",
        "completed",
        "accepted",
    ];
    let mut table = csv::head(head);
    for payment in payments {
        let recruit = payment.recruit.clone().unwrap_or_default().map(Cell::text);
        let completed = payment.completed_ms.map_or(Cell::Empty, |ms| Cell::text(time(ms)));
        let last = [Cell::text(&payment.completion_code), completed, payment.accepted.map_or(Cell::Empty, Cell::Truth)];
        // Ids are far below 2⁵³, beyond which numbers of spreadsheets have gaps.
        table += &csv::row([Cell::Number(payment.rater as f64)].into_iter().chain(recruit).chain(last));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_codes_of_everybody_and_no_formula() {
        let payment = PaymentRow {
            rater: 7,
            recruit: Some(["=1+1", "s", "t"].map(String::from)),
            completion_code: "ABCD-EFGH".into(),
            completed_ms: Some(0),
            accepted: Some(false),
        };
        let gone = PaymentRow { rater: 8, recruit: None, completed_ms: None, accepted: None, ..payment.clone() };
        let table = payments_csv(&[payment, gone]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[1], "7,'=1+1,s,t,ABCD-EFGH,1970-01-01T00:00:00Z,0");
        assert_eq!(lines[2], "8,,,,ABCD-EFGH,,");
    }
}
