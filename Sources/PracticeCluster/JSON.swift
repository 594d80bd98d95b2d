/// A JSON value, the form in which the practice cluster keeps and serves every Kubernetes object.
package enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Makes null.
  package init(nilLiteral: ()) { self = .null }
  /// Makes a truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Makes a whole number.
  package init(integerLiteral value: Int) { self = .int(value) }
  /// Makes a number with a fraction.
  package init(floatLiteral value: Double) { self = .number(value) }
  /// Makes a text.
  package init(stringLiteral value: String) { self = .string(value) }
  /// Makes a list.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// Makes an object; of a key that is given twice the last value counts.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }
}

extension JSON {
  /// The member of that name; nil where there is none or this is no object. Setting nil removes it.
  package subscript(key: String) -> JSON? {
    get {
      guard case .object(let members) = self else { return nil }
      return members[key]
    }
    set {
      guard case .object(var members) = self else { return }
      self = .null  // so that the members are changed in place
      members[key] = newValue
      self = .object(members)
    }
  }

  /// The text, where this is one; nil otherwise.
  package var text: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The elements, where this is a list; empty otherwise.
  package var elements: [JSON] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  /// The members, where this is an object; empty otherwise.
  package var members: [String: JSON] {
    guard case .object(let members) = self else { return [:] }
    return members
  }
}
