//! SQL over a Parquet file on Swift.

use std::error::Error;
use std::sync::Arc;

use datafusion::dataframe::DataFrameWriteOptions;
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use ferriscloud_objectstorage::{Cloud, ObjectStorage};

/// What is written, and then asked.
const PLANETS: &str = "SELECT * FROM (VALUES
    ('Mercury', 0), ('Venus', 0), ('Earth', 1), ('Mars', 2),
    ('Jupiter', 115), ('Saturn', 274), ('Uranus', 29), ('Neptune', 16)) AS planets (name, moons)";
const QUESTION: &str = "SELECT name, moons FROM planets WHERE moons > 10 ORDER BY moons DESC";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let storage = ObjectStorage::new(&Cloud::from_env().await?)?;
    let container = format!("datafusion-{}", std::process::id());
    storage.containers().create(container.as_str()).await?;
    let answer = ask(&storage, &container).await;
    storage
        .objects(container.as_str())
        .delete_many(["planets.parquet"])
        .await?;
    storage.containers().delete(container).await?;
    let answer = answer?;
    println!("{answer}");
    let names = ["Saturn", "Jupiter", "Uranus", "Neptune"];
    let places: Option<Vec<_>> = names.iter().map(|name| answer.find(name)).collect();
    match places {
        Some(places) if places.is_sorted() && !answer.contains("Mars") => Ok(()),
        _ => Err("that is not the answer".into()),
    }
}

async fn ask(storage: &ObjectStorage, container: &str) -> Result<String, Box<dyn Error>> {
    let session = SessionContext::new();
    let url = format!("swift://{container}");
    let store = Arc::new(storage.object_store(container));
    session.register_object_store(&url.parse()?, store);

    let file = format!("{url}/planets.parquet");
    let planets = session.sql(PLANETS).await?;
    let whole = DataFrameWriteOptions::new().with_single_file_output(true);
    planets.write_parquet(&file, whole, None).await?;

    let options = ParquetReadOptions::default();
    session.register_parquet("planets", &file, options).await?;
    let answer = session.sql(QUESTION).await?;
    Ok(answer.to_string().await?)
}
