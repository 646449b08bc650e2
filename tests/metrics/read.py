"""Reads figures from standard input as Prometheus' own client does, and prints every sample as JSON: [family, type, name, labels, value]."""

import json
import sys

from prometheus_client.parser import text_string_to_metric_families

text = sys.stdin.buffer.read().decode("utf-8")
samples = []
for family in text_string_to_metric_families(text):
    assert family.documentation, f"{family.name} does not say what it is"
    for sample in family.samples:
        samples.append([family.name, family.type, sample.name, sample.labels, sample.value])
json.dump(samples, sys.stdout)
