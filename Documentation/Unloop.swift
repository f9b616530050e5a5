// The guides are in Unloop.docc; SwiftPM wants a source file in every target.
