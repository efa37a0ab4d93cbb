// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

/// @title The airdrop: batches of allotments, paid out of a vault to whoever asks for his own
/// @notice Has the published contract's events. An allotment is shown by its place under the batch's root; the signature that the
/// published one asks for besides is left out.
contract SigDispersal {
    using SafeERC20 for IERC20;

    event AirdropClaimed(bytes32 indexed batch, address indexed account, uint256 amount);
    event VaultSet(address indexed vault);
    event TokenSet(address indexed token);
    event BatchEnabled(bytes32 indexed root, bool enabled);
    event BatchFeeSet(bytes32 indexed root, uint256 fee);

    address public immutable admin;
    address public vault;
    IERC20 public token;
    mapping(bytes32 root => bool) public isEnabled;
    mapping(bytes32 root => uint256) public feeOf;
    mapping(bytes32 root => mapping(address account => bool)) public isClaimed;

    modifier onlyAdmin() {
        require(msg.sender == admin, "not the admin");
        _;
    }

    constructor() {
        admin = msg.sender;
    }

    function setVault(address vault_) external onlyAdmin {
        vault = vault_;
        emit VaultSet(vault_);
    }

    function setToken(IERC20 token_) external onlyAdmin {
        token = token_;
        emit TokenSet(address(token_));
    }

    function enableBatch(bytes32 root, bool enabled) external onlyAdmin {
        isEnabled[root] = enabled;
        emit BatchEnabled(root, enabled);
    }

    function setFee(bytes32 root, uint256 fee) external onlyAdmin {
        feeOf[root] = fee;
        emit BatchFeeSet(root, fee);
    }

    function claim(bytes32 batch, uint256 amount, bytes32[] calldata proof) external payable {
        require(isEnabled[batch] && !isClaimed[batch][msg.sender], "nothing to claim");
        require(msg.value == feeOf[batch], "not the fee");
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(msg.sender, amount))));
        require(MerkleProof.verifyCalldata(proof, batch, leaf), "not allotted");
        isClaimed[batch][msg.sender] = true;
        emit AirdropClaimed(batch, msg.sender, amount);
        token.safeTransferFrom(vault, msg.sender, amount);
    }
}
