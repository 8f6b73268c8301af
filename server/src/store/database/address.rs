//! Where the database is.

use sqlx::postgres::PgConnectOptions;
use std::fmt;
use std::str::FromStr;

/// Where the database is.
#[derive(Clone)]
pub enum DatabaseAddress {
    /// In the data folder (SQLite).
    DataFolder,
    /// A PostgreSQL server.
    Postgres(Box<PgConnectOptions>),
}

/// Not where a database can be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no database's address; give one such as postgres://user@host/effigy ({0})")]
pub struct BadAddress(String);

impl FromStr for DatabaseAddress {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        // The text may hold a password, so no message repeats it.
        let known = text.starts_with("postgres://") || text.starts_with("postgresql://");
        let options = known.then(|| text.parse()).ok_or_else(|| BadAddress("it begins with postgres://".into()))?;
        options
            .map(|options| Self::Postgres(Box::new(options)))
            .map_err(|error: sqlx::Error| BadAddress(error.to_string()))
    }
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DataFolder => formatter.write_str("the data folder"),
            Self::Postgres(options) => write!(
                formatter,
                "postgres://{}:{}/{}",
                options.get_host(),
                options.get_port(),
                options.get_database().unwrap_or_default()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let address: DatabaseAddress =
            "postgres://effigy:s3cret@db.example.org:5433/faces".parse().expect("an address");
        assert_eq!(format!("{address:?}"), "postgres://db.example.org:5433/faces");
    }

    #[test]
    fn an_invalid_address_is_refused_without_being_repeated() {
        for wrong in ["mysql://u:s3cret@h/d", "s3cret", "postgres://u:s3cret@h:port/d"] {
            let error = wrong.parse::<DatabaseAddress>().expect_err("refused").to_string();
            assert!(error.contains("postgres://") && !error.contains("s3cret"), "{error}");
        }
    }
}
