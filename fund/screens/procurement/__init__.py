"""What pages draw of procurements from plan to payment, deliveries, prices and red flags."""
