"""What pages draw of subsidies: entering one, its terms, statements, settlements stretch by
stretch.
"""
