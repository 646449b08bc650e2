//! Requests of the administration counted, by the route that took them and by how they were answered.
//!
//! The table of counters is made once, with a row for each route of [`routes`] and one for what no route takes: however many addresses are
//! asked for, it does not grow.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{Method, StatusCode};

use super::routes::routes;
use super::web::faces;
use crate::domain::histogram::Histogram;

/// How a request was answered. Behind the classes of a status: whoever asked was gone before the answer.
pub const ANSWERS: [&str; 6] = ["1xx", "2xx", "3xx", "4xx", "5xx", "gone"];
/// The place of `gone`.
const GONE: usize = ANSWERS.len() - 1;
/// What stands in the place of a route and a method where no route took the request.
const NONE: &str = "none";

/// The counters.
#[derive(Debug)]
pub struct Tally {
    /// By path as the router knows it, each with its methods: the places of their counters.
    places: HashMap<String, Vec<(Method, usize)>>,
    /// One of each route, and one behind them.
    counted: Vec<Counted>,
}

/// The counters of one route.
#[derive(Debug)]
pub struct Counted {
    /// `GET`, or `none`.
    pub method: String,
    /// `/routers/{id}`, or `none`.
    pub route: &'static str,
    answers: [AtomicU64; ANSWERS.len()],
    /// From the end of the head of a request to the beginning of its answer.
    pub times: Histogram,
}

/// A request under way. Dropped, it is counted.
pub struct Asked {
    tally: Arc<Tally>,
    place: usize,
    began: Instant,
    answer: usize,
}

impl Tally {
    /// With a row for each route of the table.
    pub fn of_routes() -> Self {
        let mut places: HashMap<String, Vec<(Method, usize)>> = HashMap::new();
        let mut counted = Vec::new();
        for route in routes() {
            for face in faces(route.path) {
                let place = (route.method.clone(), counted.len());
                places.entry(face).or_default().push(place);
            }
            counted.push(Counted::new(route.method.as_str(), route.path));
        }
        counted.push(Counted::new(NONE, NONE));
        Tally { places, counted }
    }

    /// A request begins. It knows already which route takes it.
    pub fn begin(self: &Arc<Self>, request: &Request) -> Asked {
        let path = request.extensions().get::<MatchedPath>();
        Asked {
            place: self.place(request.method(), path.map(MatchedPath::as_str)),
            tally: Arc::clone(self),
            began: Instant::now(),
            answer: GONE,
        }
    }

    fn place(&self, method: &Method, path: Option<&str>) -> usize {
        let methods = path.and_then(|path| self.places.get(path));
        let mut methods = methods.into_iter().flatten();
        // HEAD is GET without the body.
        let is_it =
            |known: &Method| known == method || (known, method) == (&Method::GET, &Method::HEAD);
        methods
            .find(|(known, _)| is_it(known))
            .map_or(self.counted.len() - 1, |(_, place)| *place)
    }

    /// Those of routes that were asked for at least once.
    pub fn asked(&self) -> impl Iterator<Item = &Counted> {
        self.counted
            .iter()
            .filter(|counted| (0..ANSWERS.len()).any(|answer| counted.answered(answer) > 0))
    }
}

impl Counted {
    fn new(method: &str, route: &'static str) -> Self {
        Counted {
            method: method.to_owned(),
            route,
            answers: Default::default(),
            times: Histogram::default(),
        }
    }

    /// How many requests were answered so; the place in [`ANSWERS`].
    pub fn answered(&self, answer: usize) -> u64 {
        self.answers
            .get(answer)
            .map_or(0, |count| count.load(Ordering::Relaxed))
    }
}

impl Asked {
    /// It was answered with this status.
    pub fn answered(mut self, status: StatusCode) {
        self.answer = usize::from(status.as_u16() / 100).clamp(1, 5) - 1;
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(counted) = self.tally.counted.get(self.place) {
            counted.times.note(self.began.elapsed());
            if let Some(count) = counted.answers.get(self.answer) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_has_a_row_of_its_own() {
        let tally = Tally::of_routes();
        let table = routes();
        assert_eq!(tally.counted.len(), table.len() + 1);
        for (at, route) in table.iter().enumerate() {
            for face in faces(route.path) {
                assert_eq!(tally.place(&route.method, Some(&face)), at, "{face}");
            }
        }
        let get = tally.place(&Method::GET, Some("/login"));
        assert_eq!(tally.place(&Method::HEAD, Some("/login")), get);
        assert_ne!(tally.place(&Method::POST, Some("/login")), get);
        for (method, path) in [
            (Method::PATCH, Some("/login")),
            (Method::GET, Some("/\"\n{}")),
            (Method::GET, None),
        ] {
            assert_eq!(tally.place(&method, path), table.len());
        }
    }

    #[test]
    fn a_request_is_counted_when_it_is_over() {
        let tally = Arc::new(Tally::of_routes());
        let begin = || tally.begin(&Request::new(axum::body::Body::empty()));
        let under_way = begin();
        assert_eq!(tally.asked().count(), 0);
        under_way.answered(StatusCode::NOT_FOUND);
        begin().answered(StatusCode::OK);
        drop(begin());
        let all: Vec<_> = tally.asked().collect();
        assert_eq!((all.len(), all[0].route), (1, NONE));
        let found: Vec<u64> = (0..ANSWERS.len()).map(|at| all[0].answered(at)).collect();
        assert_eq!(found, [0, 1, 0, 1, 0, 1]);
        assert_eq!(all[0].times.read().count(), 3);
    }
}
