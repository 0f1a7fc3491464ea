//! Many at a time, of every length.

use std::time::Duration;

use futures_util::future;

use super::*;
use crate::md5::md5;

fn data(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index * 31 % 251) as u8).collect()
}

async fn in_pieces(lanes: Lanes, data: Vec<u8>, piece: usize) -> String {
    let mut lane = Lane::new(lanes);
    for piece in data.chunks(piece) {
        lane.add(Bytes::copy_from_slice(piece)).await.unwrap();
    }
    lane.md5().await.unwrap().hexadecimal()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_has_its_own() {
    let lanes = Lanes::default();
    let lengths = (0..20).map(|index| index * index * 5_000 + index);
    let all = lengths.map(|length| in_pieces(lanes.clone(), data(length), 7_777 + length / 3));
    let came = future::join_all(all).await;
    for (index, md5_) in came.iter().enumerate() {
        assert_eq!(*md5_, md5(&data(index * index * 5_000 + index)), "{index}");
    }
    assert_eq!(
        lanes.md5(data(LITTLE + 1).into()).await.unwrap(),
        md5(&data(LITTLE + 1))
    );
}

/// As they are with optimisation, too.
#[test]
fn eight_are_computed_beside_each_other() {
    let (lanes, mut expected, mut came) = (Lanes::default(), Vec::new(), Vec::new());
    for index in 0..20 {
        let (one, two) = (data(index * 3_001), data(90_000 - index));
        expected.push(md5(&[one.clone(), two.clone()].concat()));
        let (job, done) = Job::new(Md5::new(), [one.into(), two.into()].into());
        let mut queue = lanes.queue();
        queue.waiting.push_back(job);
        queue.jobs += 1;
        came.push(done);
    }
    // Nobody waits for this one any more.
    came[7].close();
    lanes.queue().workers = 1;
    lanes.work(8);
    for (index, (mut came, expected)) in came.into_iter().zip(expected).enumerate() {
        match came.try_recv() {
            Ok(md5) => assert_eq!(md5.hexadecimal(), expected, "{index}"),
            Err(_) => assert_eq!(index, 7),
        }
    }
    let queue = lanes.queue();
    assert_eq!((queue.jobs, queue.workers), (0, 0));
}

#[test]
fn a_thread_that_was_not_to_be_had_is_not_waited_for() {
    let lanes = Lanes::default();
    let start = || lanes.start(Md5::new(), VecDeque::from([vec![1; BATCH].into()]));
    // There is no runtime yet.
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(start));
    assert!(panicked.is_err());
    assert_eq!(lanes.queue().workers, 0);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    let came = runtime.unwrap().block_on(async {
        let whole = lanes.md5(vec![2; BATCH].into());
        tokio::time::timeout(Duration::from_secs(9), whole).await
    });
    assert_eq!(came.unwrap().unwrap(), md5(&vec![2; BATCH]));
}

#[tokio::test]
async fn small_pieces_take_as_little_room() {
    let mut lane = Lane::new(Lanes::default());
    for _ in 0..BATCH / 8 {
        lane.add("a".into()).await.unwrap();
        assert!(lane.next.len() * size_of::<Bytes>() < BATCH);
    }
    let whole = lane.md5().await.unwrap().hexadecimal();
    assert_eq!(whole, md5(&[b'a'; BATCH / 8]));
}
