// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that nobody who builds or tests Unloop fetches the plug-in. scripts/document builds it.
let package = Package(
    name: "unloop-documentation",
    products: [.library(name: "Unloop", targets: ["Unloop"])],
    dependencies: [
        // The guides as a website, with every link between them checked.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0")
    ],
    targets: [.target(name: "Unloop", path: ".", sources: ["Unloop.swift"])]
)
