/// The chart repository that the practice cluster serves.
enum ChartRepository {
  static func response(path: String, baseURL: String) -> (contentType: String, body: [UInt8])? {
    nil
  }
}
