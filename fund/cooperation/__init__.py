"""Space cooperation with developing countries: partners, agreements, projects abroad with their own
and others' money, results, the inter-governmental channel; out as IATI.
"""
