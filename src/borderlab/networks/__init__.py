"""From codes to graphs: incidence, co-occurrence, centrality."""
